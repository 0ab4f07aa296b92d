import * as rtmwasm from "./node_modules/rtmwasm/dist/rtm.js";
import { talk } from "./talk.js";

talk(rtmwasm);
