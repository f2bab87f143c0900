// Before the first paint: the reader's remembered theme and motion, so that nothing flashes.
(function () {
  var root = document.documentElement;
  try {
    ["theme", "motion"].forEach(function (name) {
      var value = localStorage.getItem(name);
      if (value) root.dataset[name] = value;
    });
  } catch (e) {
    // Storage can be refused; the system's settings then hold.
  }
  root.dataset.js = "on";
})();
