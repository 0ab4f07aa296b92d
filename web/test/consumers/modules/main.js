import { RTMClient } from "./node_modules/rtmwasm/dist/rtm.js";
import { talk } from "./talk.js";

talk(RTMClient);
