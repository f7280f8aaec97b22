// @ts-check
/** How a worker hears of whom it works for: who made it, or the Python whose port the page gave it first (helper.js). */

/** @typedef {Pick<MessagePort, "postMessage">} Asker */

/** @param {(data: any, asker: Asker) => void} take what is done with each message, and with whom an answer goes to */
export function answer(take) {
  self.onmessage = ({data, ports: [port]}) => {
    if (port) port.onmessage = (event) => take(event.data, port);
    else take(data, /** @type {Asker} */ (self));
  };
}
