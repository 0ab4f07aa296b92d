import { createApp } from "vue";
import Messages from "./Messages.vue";

let app;

window.mount = () => {
  app = createApp(Messages, { token: "xoxb-1" });
  app.mount("main");
};
window.unmount = () => app.unmount();
