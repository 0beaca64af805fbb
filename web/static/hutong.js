/* Small help for browsers that run it; every page works without. */
"use strict";
(function () {
  document.documentElement.classList.add("scripted");

  /* Hide what does not apply to what is chosen. */
  function chosen(path) {
    var values = [];
    document.getElementsByName(path).forEach(function (one) {
      var button = one.type === "radio" || one.type === "checkbox";
      if (!button || one.checked) { values.push(one.value); }
    });
    return values;
  }
  function arrange() {
    document.querySelectorAll("[data-when]").forEach(function (slot) {
      var wanted = slot.dataset.wanted.split("|");
      slot.hidden = !chosen(slot.dataset.when).some(function (one) { return wanted.indexOf(one) >= 0; });
    });
  }
  document.addEventListener("change", arrange);
  arrange();

  /* What is typed otherwise than the record knows is marked at once. */
  document.addEventListener("input", function (event) {
    var slot = event.target.name && event.target.closest(".field");
    var note = slot && slot.querySelector(".record[data-known]");
    if (!note || note.dataset.of !== event.target.name) { return; }
    var same = event.target.value.trim() === note.dataset.known;
    note.classList.toggle("same", same);
    note.classList.toggle("differs", !same);
  });

  /* Enter in one line of a long form belongs to the input method, not to the form. */
  document.addEventListener("keydown", function (event) {
    var inLine = event.target.matches && event.target.matches("form.long input[type=text]");
    if (event.key === "Enter" && inLine) { event.preventDefault(); }
  });

  /* A second press while the first is on its way does nothing. */
  document.addEventListener("submit", function (event) {
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    event.target.dataset.sent = "yes";
    window.setTimeout(function () { delete event.target.dataset.sent; }, 8000);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  /* What is typed is kept every few seconds and when the page is left; never over a draft that was
     kept elsewhere meanwhile. */
  function keepTyped(form) {
    var note = form.querySelector(".kept"), kept = words(), busy = false, over = false;
    function all() { return new URLSearchParams(new FormData(form)); }
    function words() {
      var typed = all();
      ["csrf", "press", "seen"].forEach(function (name) { typed.delete(name); });
      return typed.toString();
    }
    function say(what) { note.hidden = false; note.textContent = note.dataset[what]; }
    function keep(leaving) {
      var now = words(), body = all();
      if (over || now === kept || form.dataset.sent || (busy && !leaving)) { return; }
      body.set("do", "keep");
      busy = true;
      window.fetch(form.action, { method: "POST", body: body, keepalive: leaving, redirect: "manual" })
        .then(function (answer) {
          busy = false;
          over = answer.status === 409;
          if (answer.status === 204) {
            kept = now;
            form.elements.seen.value = answer.headers.get("Draft-Version");
          }
          say(answer.status === 204 ? "kept" : over ? "elsewhere" : "failed");
        }, function () { busy = false; say("failed"); });
    }
    window.setInterval(function () { keep(false); }, 3000);
    window.addEventListener("pagehide", function () { keep(true); });
    document.addEventListener("visibilitychange", function () { if (document.hidden) { keep(true); } });
  }
  var typing = document.querySelector("form[data-keeps]");
  if (typing && window.fetch && window.URLSearchParams) { keepTyped(typing); }

  /* On paper the whole record is wanted, not only its newest part. */
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.fold").forEach(function (one) { one.open = true; });
  });

  /* The list of what is wrong comes first. */
  var problems = document.getElementById("problems");
  if (problems) { problems.focus(); }
})();
