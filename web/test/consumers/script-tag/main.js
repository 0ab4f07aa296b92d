import { talk } from "./talk.js";

// An async script may come later than this one, but not later than `load`.
addEventListener("load", () => talk(rtmwasm));
