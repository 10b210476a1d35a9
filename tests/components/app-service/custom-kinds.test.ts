import { AnalysisTemplate } from "@kubernetes-models/argo-rollouts/argoproj.io/v1alpha1/AnalysisTemplate";
import { Rollout } from "@kubernetes-models/argo-rollouts/argoproj.io/v1alpha1/Rollout";
import { HTTPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute";
import { ScaledObject } from "@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject";
import { TriggerAuthentication } from "@kubernetes-models/keda/keda.sh/v1alpha1/TriggerAuthentication";
import { PodMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor";
import { ServiceMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor";
import { expect } from "chai";
import { display } from "../../../preview/display";
import { builtAll, kind } from "./builders";
import { everyKind } from "./every-kind";

interface Model {
  new (object: any): { validate(): void };
}

/** Validators made from the kinds' definitions, by the type under which Pulumi registers an object of the kind. */
const models: Record<string, Model> = {
  [kind.scaledObject]: ScaledObject,
  [kind.triggerAuthentication]: TriggerAuthentication,
  [kind.rollout]: Rollout,
  [kind.analysis]: AnalysisTemplate,
  [kind.route]: HTTPRoute,
  [kind.serviceMonitor]: ServiceMonitor,
  [kind.podMonitor]: PodMonitor,
};

describe("objects of custom kinds", () => {
  it("are what the definitions of their kinds take", async () => {
    const program = await builtAll(everyKind);
    for (const [type, Model] of Object.entries(models)) {
      const objects = program.ofType(type);
      expect(objects.length, type).to.be.greaterThan(0);
      for (const { inputs, name } of objects) {
        expect(() => new Model(display(inputs)).validate(), `${type} ${name}`).not.to.throw();
      }
    }
  });

  it("are refused where a field is no such thing, so that the validators do judge", async () => {
    const program = await builtAll(everyKind);
    const wrong = (type: string, at: string, value: unknown) => {
      const [one] = program.ofType(type);
      const object = display(one?.inputs) as Record<string, any>;
      return { ...object, spec: { ...object["spec"], [at]: value } };
    };
    expect(() => new ScaledObject(wrong(kind.scaledObject, "maxReplicaCount", "ten")).validate()).to.throw();
    expect(() => new Rollout(wrong(kind.rollout, "progressDeadlineSeconds", "soon")).validate()).to.throw();
    expect(() => new AnalysisTemplate(wrong(kind.analysis, "metrics", [{}])).validate()).to.throw();
    expect(() => new HTTPRoute(wrong(kind.route, "hostnames", ["not a host"])).validate()).to.throw();
    expect(() => new ServiceMonitor(wrong(kind.serviceMonitor, "endpoints", "all")).validate()).to.throw();
  });
});
