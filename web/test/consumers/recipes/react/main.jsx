import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Messages } from "./Messages.jsx";

let root;

window.mount = () => {
  root = createRoot(document.querySelector("main"));
  root.render(<StrictMode><Messages token="xoxb-1" /></StrictMode>);
};
window.unmount = () => root.unmount();
