// Runs in the page beside Streamlit and sends nothing. It makes sure that a press belongs to the pair on the screen,
// draws the choice at once, tells screen readers, and fetches the pictures that come next.
const KEYS = {ArrowLeft: "left", ArrowRight: "right", g: "both_good", b: "both_bad", s: "skip", u: "undo"};
const NAMES = Object.values(KEYS);
const SELECTOR = NAMES.map((name) => `.st-key-compare-${name} button`).join(",");
const LONGEST_WAIT = 3000;

const root = document.documentElement;
const screen = {serial: "", since: 0, sent: -LONGEST_WAIT, young: 300, ahead: [], status: null};

function pressed(event) {
  if (event.type === "keydown") {
    const plain = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey);
    const typing = event.target.closest?.("input, textarea, select, [contenteditable=true]");
    return plain && !typing ? KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key] : undefined;
  }
  const button = event.isTrusted && event.target.closest?.(SELECTOR);
  return button ? NAMES.find((name) => button.closest(`.st-key-compare-${name}`)) : undefined;
}

function guard(event) {
  const name = pressed(event);
  if (!name || !document.querySelector(".pair") || !document.querySelector(`.st-key-compare-${name} button`)) return;
  const now = performance.now();
  const covered = event.type === "keydown" && document.querySelector("[role=dialog]");
  if (covered || event.repeat || now - screen.since < screen.young || now - screen.sent < LONGEST_WAIT) {
    event.stopImmediatePropagation();
    event.preventDefault();
    return;
  }
  screen.sent = now;
  root.dataset.chosen = name;
  const button = event.type === "keydown" && document.querySelector(`.st-key-compare-${name} button`);
  if (button) {
    // Streamlit loads what listens to its shortcuts after the page stands: a press before that would be lost.
    event.stopImmediatePropagation();
    event.preventDefault();
    button.click();
  }
}

// Texts that go on below the window fade out; those that do not, do not.
function measure() {
  const pair = document.querySelector(".reading");
  pair?.toggleAttribute("data-long", pair.scrollHeight > pair.clientHeight + 1);
}

function look() {
  requestAnimationFrame(measure);
  const head = document.querySelector(".judging-head");
  if (!head || head.dataset.serial === screen.serial) return;
  Object.assign(screen, {serial: head.dataset.serial, since: performance.now(), sent: -LONGEST_WAIT});
  screen.young = Number(head.dataset.young);
  delete root.dataset.chosen;
  if (screen.status) screen.status.textContent = head.dataset.say;
  screen.ahead = head.dataset.next.split(" ").filter(Boolean).map((url) => {
    const picture = new Image();
    picture.src = url;
    picture.decode().catch(() => {});
    return picture;
  });
}

export default function ({parentElement}) {
  screen.status = parentElement.querySelector("[role=status]");
  window.addEventListener("keydown", guard, true);
  window.addEventListener("click", guard, true);
  window.addEventListener("resize", measure);
  const observer = new MutationObserver(look);
  observer.observe(document.body, {subtree: true, childList: true});
  look();
  return () => {
    observer.disconnect();
    window.removeEventListener("keydown", guard, true);
    window.removeEventListener("click", guard, true);
    window.removeEventListener("resize", measure);
    delete root.dataset.chosen;
    screen.serial = "";
  };
}
