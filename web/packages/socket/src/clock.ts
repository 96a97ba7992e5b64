/** A worker that keeps time: browsers slow down the timers of pages that are not looked at. */
interface Order {
  id: number;
  milliseconds: number;
}

self.onmessage = (event: MessageEvent<Order>) => {
  const { id, milliseconds } = event.data;
  setTimeout(() => self.postMessage(id), milliseconds);
};
