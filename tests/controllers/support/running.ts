import { readFileSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import type { ControlPlane } from "../../cluster/support/control-plane";
import { until } from "../../cluster/support/wait";

/** A line of a log, and what makes it harmless. */
export interface Excuse {
  line: RegExp;
  why: string;
}

/** Retries of optimistic locking: somebody else was faster, and the next try sees it. */
const retried = /the object has been modified; please apply your changes to the latest version/;

/** Levels of klog (`E1201 …`), of logrus (`level=error`, `"level":"error"`) and of zap (`\tERROR\t`). */
const atErrorLevel = /^[EF]\d{4} |level=(error|fatal)|"level":"(error|fatal)"|\t(ERROR|FATAL)\t/;

/** A controller that runs beside the API server as its own service account. */
export class Running {
  constructor(
    readonly name: string,
    private readonly plane: ControlPlane,
    private readonly metricsPort: number,
  ) {}

  /** What it wrote, line by line. */
  lines(): string[] {
    return readFileSync(join(this.plane.processes.directory, `${this.name}.log`), "utf8").split("\n");
  }

  /** Lines of level error, but for retries of optimistic locking and what is excused. */
  errors(excuses: Excuse[] = []): string[] {
    const harmless = [retried, ...excuses.map(({ line }) => line)];
    return this.lines().filter((line) => atErrorLevel.test(line) && !harmless.some((one) => one.test(line)));
  }

  /** What it exports now, in the text format of Prometheus. */
  metrics(): Promise<string> {
    return new Promise((resolve, reject) => {
      get({ host: "127.0.0.1", port: this.metricsPort, path: "/metrics" }, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("error", reject);
        response.on("end", () => resolve(Buffer.concat(parts).toString()));
      }).on("error", reject);
    });
  }

  /** Waits until it answers. */
  async ready(): Promise<void> {
    await until(`${this.name} answers`, 60, async () => {
      const failure = this.plane.processes.failure();
      if (failure !== undefined) throw new Error(failure);
      return this.metrics().then(
        () => undefined,
        (error: unknown) => String(error),
      );
    });
  }
}
