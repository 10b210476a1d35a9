import { quantityNumber } from "../../../components/shared/quantity";
import type { Api, KubeObject } from "./api";

/** How full nodes are: the requests of their pods as a share of what they offer. */
export interface Utilization {
  nodes: number;
  cpu: number;
  memory: number;
}

/** How full the nodes are that an expression chooses. */
export async function utilizationOf(api: Api, chosen: (node: KubeObject) => boolean): Promise<Utilization> {
  const nodes = (await api.list("v1", "Node")).filter(chosen);
  const names = new Set(nodes.map(({ metadata }) => metadata.name));
  const pods = (await api.list("v1", "Pod")).filter(({ spec }) => names.has(spec.nodeName as string));
  const asked = pods.flatMap(({ spec }) =>
    (spec.containers as any[]).map(({ resources }) => resources?.requests ?? {}),
  );
  const share = (resource: string) =>
    total(asked.map((one) => one[resource])) / total(nodes.map(({ status }) => status.allocatable[resource]));
  return { nodes: nodes.length, cpu: share("cpu"), memory: share("memory") };
}

function total(quantities: (string | undefined)[]): number {
  return quantities.reduce((sum, one) => sum + (one === undefined ? 0 : quantityNumber(one)), 0);
}

/** Whether a node that carries these pods has the CPU and the memory for one more. */
export function hasRoom({ status }: KubeObject, carried: KubeObject[], podSpec: any): boolean {
  const asked = [podSpec, ...carried.map(({ spec }) => spec)].flatMap(({ containers }) => containers as any[]);
  return ["cpu", "memory"].every((resource) => {
    const wanted = total(asked.map(({ resources }) => resources?.requests?.[resource] as string | undefined));
    return wanted <= quantityNumber(status.allocatable[resource] as string);
  });
}

/** `5 nodes, 81 % of CPU and 77 % of memory asked for`. */
export function percent({ nodes, cpu, memory }: Utilization): string {
  return `${nodes} nodes, ${Math.round(cpu * 100)} % of CPU and ${Math.round(memory * 100)} % of memory asked for`;
}
