// For the bundlers.

import { RTMClient } from "rtmwasm";
import { talk } from "./talk.js";

talk(RTMClient);
