import { pause } from "./wait";

/** Does what a controller would do that doesn't run here: it looks at the cluster again and again. */
export abstract class StandIn {
  private running: Promise<void> | undefined;
  private stopped = false;

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  protected abstract round(): Promise<void>;

  private async run(): Promise<void> {
    while (!this.stopped) {
      // A failed round is tried again: what is missing is reported by the test that waits for it.
      await this.round().catch(() => undefined);
      await pause(300);
    }
  }
}
