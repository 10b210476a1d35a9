import { at, textAt, type View } from "../view";
import type { NotPriced } from "./items";

/**
 * Nodes that Karpenter makes. How many there are and of which types, their pods decide in the cluster: they are listed,
 * with what the NodePool may have at most, and never counted as nothing.
 */
export function karpenterNodes(view: View): NotPriced[] {
  return view.kubernetes("NodePool").map((pool) => {
    const inputs = view.inputs(pool);
    const { cpu, memory } = (at(inputs, "spec", "limits") ?? {}) as { cpu?: string; memory?: string };
    const most = [...(cpu ? [`${cpu} CPU`] : []), ...(memory ? [memory] : [])].join(" and ");
    return {
      what: `nodes of Karpenter's pool ${textAt(inputs, "metadata", "name") ?? pool.name}`,
      why: `by the hour, as many as pods ask for${most ? `, at most ${most}` : ""}`,
      lacks: "price",
    };
  });
}
