import { mount, unmount } from "svelte";
import Messages from "./Messages.svelte";

let component;

window.mount = () => {
  component = mount(Messages, { target: document.querySelector("main"), props: { token: "xoxb-1" } });
};
window.unmount = () => unmount(component);
