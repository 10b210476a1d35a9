import type { Api, KubeObject } from "./api";
import { StandIn } from "./stand-in";

/**
 * Stands for Argo Rollouts' controller, which would need its traffic router, Prometheus and the pauses of each canary: a
 * Rollout gets its pods from a Deployment of the same name. It says nothing about steps and analyses; what it shows is
 * that quotas, nodes, zones and budgets hold the pods, and while the version changes those of both, for the old version
 * keeps its pods until the new one has its own, unless the Rollout says otherwise.
 * Pods count as soon as they are ready: nothing is learned from waiting here.
 */
export class Rollouts extends StandIn {
  /** Versions of a Rollout and of its Deployment between which there was nothing left to do. */
  private readonly settled = new Map<string, string>();

  constructor(private readonly api: Api) {
    super();
  }

  protected async round(): Promise<void> {
    if (!(await this.api.knows({ apiVersion: rolloutVersion, kind: "Rollout" }))) return;
    const deployments = await this.api.list("apps/v1", "Deployment");
    for (const rollout of await this.api.list(rolloutVersion, "Rollout")) {
      const { uid } = rollout.metadata as { uid?: string };
      const own = deployments.find(({ metadata }) => metadata.ownerReferences?.some((one: any) => one.uid === uid));
      const versions = [rollout, own].map((one) => String(one?.metadata["resourceVersion"])).join();
      if (this.settled.get(String(uid)) === versions) continue;
      this.settled.set(String(uid), versions);
      // As the controller does it (rollout/controller.go, v1.9.1): an autoscaler wants a number to begin with.
      if (rollout.spec.replicas === undefined) await this.api.merge(rollout, { spec: { replicas: 1 } });
      else await this.follow(rollout, await this.api.apply(deploymentOf(rollout)));
    }
  }

  private async follow(rollout: KubeObject, { status, metadata }: KubeObject): Promise<void> {
    const seen = status?.observedGeneration === metadata.generation;
    const { replicas = 0, updatedReplicas = 0, availableReplicas = 0, readyReplicas = 0 } = status ?? {};
    const counts = { replicas, HPAReplicas: replicas, updatedReplicas, availableReplicas, readyReplicas };
    const generation = seen ? rollout.metadata.generation : 0;
    const selector = Object.entries(rollout.spec.selector.matchLabels as Record<string, string>);
    await this.api.merge(
      rollout,
      {
        status: {
          ...counts,
          observedGeneration: String(generation),
          selector: selector.map(([key, value]) => `${key}=${value}`).join(","),
        },
      },
      "status",
    );
  }
}

const rolloutVersion = "argoproj.io/v1alpha1";

function deploymentOf({ metadata, spec }: KubeObject): KubeObject {
  const { name, namespace, labels, annotations, uid } = metadata;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      labels,
      annotations,
      ownerReferences: [{ apiVersion: rolloutVersion, kind: "Rollout", name, uid, controller: true }],
    },
    spec: {
      replicas: spec.replicas,
      selector: spec.selector,
      template: spec.template,
      progressDeadlineSeconds: spec.progressDeadlineSeconds ?? 600,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: surgeOf(spec.strategy) } },
    },
  };
}

/** Pods beyond the replicas, as Argo Rollouts has them at most. */
function surgeOf({ canary }: { canary?: Canary }): string | number {
  if (canary && !canary.trafficRouting) return canary.maxSurge ?? "25%"; // the pods themselves are the split
  return canary?.dynamicStableScale === true ? 1 : "100%";
}

interface Canary {
  trafficRouting?: object;
  maxSurge?: string | number;
  dynamicStableScale?: boolean;
}
