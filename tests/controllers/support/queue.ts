import { createServer, type Server } from "node:http";
import { once } from "node:events";

/** Stands for AWS: answers how long a queue is and writes down what was asked, so that no request leaves the machine. */
export class Aws {
  /** What was called, such as `AmazonSQS.GetQueueAttributes`. */
  readonly calls: string[] = [];
  private server: Server | undefined;

  constructor(private readonly messages: number) {}

  /** Starts on a port of loopback. Returns the environment of a program that calls it. */
  async start(): Promise<Record<string, string>> {
    const server = createServer((request, response) => {
      this.calls.push(String(request.headers["x-amz-target"] ?? request.url));
      request.resume().on("end", () => {
        const attributes = {
          ApproximateNumberOfMessages: String(this.messages),
          ApproximateNumberOfMessagesNotVisible: "0",
          ApproximateNumberOfMessagesDelayed: "0",
        };
        response.writeHead(200, { "content-type": "application/x-amz-json-1.0" });
        response.end(JSON.stringify({ Attributes: attributes }));
      });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    this.server = server;
    const address = server.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;
    return {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_REGION: "us-east-1",
      // Of nobody: what a pod's identity would give.
      AWS_ACCESS_KEY_ID: "none",
      AWS_SECRET_ACCESS_KEY: "none",
    };
  }

  stop(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }
}
