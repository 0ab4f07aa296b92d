// What runs in a frame: the frame is equipped before the package is loaded.

const { realm } = frameElement;
realm.equip(window);
realm.loaded(await import(realm.script));
