// For the bundlers.

import * as rtmwasm from "rtmwasm";
import { talk } from "./talk.js";

talk(rtmwasm);
