/** The look of what stands on the host page itself; inside a shadow root, so nothing leaks either way. */
export const STYLE = `
:host { all: initial; }
[hidden] { display: none !important; }
.launcher {
  position: fixed; right: 20px; bottom: 20px; z-index: 2147483000;
  display: grid; place-items: center; width: 60px; height: 60px; padding: 0;
  border: 0; border-radius: 50%; color: #fff; background: #0b655c; cursor: pointer;
  box-shadow: 0 6px 24px rgb(13 43 42 / 30%); transition: transform 140ms, background 140ms;
}
.launcher:hover { background: #084e47; transform: translateY(-2px); }
.launcher:focus-visible { outline: 3px solid #7fd1c2; outline-offset: 3px; }
.launcher svg { display: block; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.badge {
  position: absolute; top: -3px; right: -3px; min-width: 22px; padding: 0 5px; box-sizing: border-box;
  border-radius: 11px; color: #fff; background: #b3261e;
  font: 700 12px/22px system-ui, sans-serif; text-align: center;
}
iframe {
  position: fixed; right: 20px; bottom: 96px; z-index: 2147483000;
  width: 400px; height: min(660px, calc(100vh - 120px)); border: 0; border-radius: 16px;
  background: #fff; box-shadow: 0 16px 56px rgb(13 43 42 / 26%); color-scheme: light;
}
@media (max-width: 480px) {
  iframe { inset: 0; width: 100%; height: 100%; border-radius: 0; }
  .launcher[aria-expanded="true"] { display: none; }
}
@media (prefers-reduced-motion: reduce) { .launcher { transition: none; } }
`;
