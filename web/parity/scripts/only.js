/** A script that uses what one of the official clients has. */
export const onlyV3 = (run) => ({ run, clients: ["v3"] });
export const onlyV4 = (run) => ({ run, clients: ["v4"] });
