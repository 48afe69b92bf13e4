// Off the screen and still read aloud.

export function hidden(kind) {
  const element = document.createElement(kind);
  element.style.cssText = "position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;"
    + "clip-path:inset(50%);white-space:nowrap";
  return element;
}
