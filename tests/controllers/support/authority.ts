import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ControlPlane } from "../../cluster/support/control-plane";
import { until } from "../../cluster/support/wait";
import { programOf, sourceOf } from "./programs";

/** Root of the certificate with which Pebble answers, for those that have to trust it. */
export function rootOfAuthority(): string {
  return join(sourceOf("pebble"), "test/certs/pebble.minica.pem");
}

/** Starts Pebble, Let's Encrypt's ACME authority for tests, on a port of loopback. It proves nothing: see `startsWith`. */
export async function startAuthority({ processes }: ControlPlane, port: number, management: number): Promise<void> {
  const certificates = join(sourceOf("pebble"), "test/certs/localhost");
  const config = join(processes.directory, "pebble.json");
  writeFileSync(
    config,
    JSON.stringify({
      pebble: {
        listenAddress: `127.0.0.1:${port}`,
        managementListenAddress: `127.0.0.1:${management}`,
        certificate: join(certificates, "cert.pem"),
        privateKey: join(certificates, "key.pem"),
        httpPort: 5002,
        tlsPort: 5001,
        ocspResponderURL: "",
        externalAccountBindingRequired: false,
      },
    }),
  );
  processes.start("pebble", await programOf("pebble", () => undefined), ["-config", config], {
    PEBBLE_VA_NOSLEEP: "1",
  });
  await until("the authority answers", 30, async () => {
    const failure = processes.failure();
    if (failure !== undefined) throw new Error(failure);
    return Promise.resolve(processes.log("pebble").includes("ACME directory available") ? undefined : "not yet");
  });
}
