window.loaded = typeof rtmwasm === "object";
