import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";

/**
 * The production stack with `count` services in the place of its own: every one as small as YAML can say it, every
 * tenth behind a gateway, each calling the one before. Quota and pools are large enough for all of them.
 */
export function generatedConfig(productionFile: string, count: number): string {
  const document = parseDocument(readFileSync(productionFile, "utf8"));
  const set = (path: string[], value: unknown) => document.setIn(["config", ...path], document.createNode(value));
  set(["platform:services"], Object.fromEntries(Array.from({ length: count }, (_, index) => service(index))));
  const most = String(count * 20 + 100);
  const memory = `${count * 40 + 100}Gi`;
  set(["platform:namespaces", "production", "quota"], {
    "requests.cpu": most,
    "requests.memory": memory,
    "limits.cpu": most,
    "limits.memory": memory,
    pods: most,
    services: most,
    persistentvolumeclaims: "20",
  });
  set(["platform:nodePools", "general", "size"], { min: 2, desired: 2, max: count * 4 + 10 });
  // What names a service of the stack, or is held against its cost.
  document.deleteIn(["config", "platform:failover"]);
  for (const key of ["ceilingMonthlyUsd", "budget"]) document.deleteIn(["config", "platform:cost", key]);
  return String(document);
}

function service(index: number): [string, unknown] {
  const name = `service-${index + 1}`;
  return [
    name,
    {
      image: { repository: "bench", tag: "1.0.0" },
      port: 8080,
      size: "small",
      ...(index % 10 === 0 && index < 500 ? { routes: [{ host: name }] } : {}),
      ...(index > 0 ? { calls: [`service-${index}`] } : {}),
    },
  ];
}
