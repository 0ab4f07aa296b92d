/** @type {(() => void)[]} */
const tasks = [];

/** @type {MessageChannel | undefined} made by the first task: importing has no effects */
let channel;

/**
 * Calls fn in a task of its own, as soon as the page has dealt with what is
 * waiting. Unlike setTimeout it is not throttled in a hidden page.
 * @param {() => void} fn
 */
export function nextTask(fn) {
  if (!channel) {
    channel = new MessageChannel();
    channel.port1.onmessage = () => tasks.shift()?.();
  }
  tasks.push(fn);
  channel.port2.postMessage(null);
}
