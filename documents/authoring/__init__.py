"""Where the Word templates come from: a plain description of each, and the script that builds it."""
