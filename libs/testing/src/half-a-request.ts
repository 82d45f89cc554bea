import { connect } from 'node:net';

/** Sends the beginning of a POST request to this path of 127.0.0.1 and goes away. Ends when the connection is closed. */
export function halfARequest(port: number, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf`, () => {
        socket.destroy();
      });
    });
    socket.once('error', reject);
    socket.once('close', () => {
      resolve();
    });
  });
}
