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

  /* Files go one after the other, each with its progress; one that was not received is sent again
     under the same key, so that it is never kept twice. */
  function sendFiles(form) {
    var list = form.querySelector(".sending"), input = form.querySelector("input[type=file]");
    var button = form.querySelector("button.main"), said = form.dataset, busy = false;
    function line(file) {
      var item = document.createElement("li"), name = document.createElement("b");
      var bar = document.createElement("progress"), note = document.createElement("span");
      name.textContent = file.name;
      bar.max = file.size || 1;
      bar.value = 0;
      bar.setAttribute("aria-label", file.name);
      note.textContent = said.waiting;
      [name, bar, note].forEach(function (part) { item.appendChild(part); item.appendChild(document.createTextNode(" ")); });
      list.appendChild(item);
      return { item: item, bar: bar, note: note };
    }
    function send(file, shown, next) {
      var body = new FormData(form), request = new XMLHttpRequest();
      body.delete("files");
      body.append("files", file, file.name);
      request.open("POST", form.action);
      request.responseType = "document";
      request.upload.onprogress = function (event) { shown.bar.value = event.loaded; };
      request.upload.onload = function () { shown.note.textContent = said.looking; };
      shown.note.textContent = said.sending;
      request.onerror = function () {
        shown.note.textContent = said.broken;
        var again = document.createElement("button");
        again.type = "button";
        again.textContent = said.again;
        again.addEventListener("click", function () { again.remove(); send(file, shown, next); });
        shown.item.appendChild(again);
      };
      request.onload = function () {
        var page = request.response, wrong = page && page.getElementById("problems");
        var fresh = page && page.querySelector("form[data-files] input[name=press]");
        var kept = page && page.getElementById("attached");
        if (fresh) { form.elements.press.value = fresh.value; }
        shown.bar.value = shown.bar.max;
        shown.note.className = kept ? "kept" : "error";
        shown.note.textContent = kept ? said.kept : wrong ? wrong.querySelector("ul").textContent.trim() : said.broken;
        next(Boolean(kept));
      };
      request.send(body);
    }
    form.addEventListener("submit", function (event) {
      var files = Array.prototype.slice.call(input.files), all = true;
      if (!files.length || busy) { if (busy) { event.preventDefault(); } return; }
      event.preventDefault();
      busy = true;
      button.disabled = true;
      list.hidden = false;
      list.textContent = "";
      var shown = files.map(line);
      (function one(number) {
        if (number === files.length) {
          busy = false;
          button.disabled = false;
          if (all) { window.location.assign(form.action + "?said=attached"); }
          return;
        }
        if (files[number].size > said.files * 1048576) {
          all = false;
          shown[number].note.className = "error";
          shown[number].note.textContent = said.tooLarge;
          one(number + 1);
          return;
        }
        send(files[number], shown[number], function (kept) { all = all && kept; one(number + 1); });
      })(0);
    });
  }
  var attaching = document.querySelector("form[data-files]");
  if (attaching && window.FormData && "upload" in new XMLHttpRequest()) { sendFiles(attaching); }

  /* On paper the whole record is wanted, not only its newest part. */
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.fold").forEach(function (one) { one.open = true; });
  });

  /* The list of what is wrong comes first. */
  var problems = document.getElementById("problems");
  if (problems) { problems.focus(); }
})();
