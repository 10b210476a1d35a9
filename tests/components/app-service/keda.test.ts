import { expect } from "chai";
import { queueArn, queueUrl } from "../../../components/app-service/scaling/keda";
import { built, kind, serviceArgs, settingsOf } from "./builders";

const account = { region: "us-east-1", accountId: "123456789012", partition: "aws" };
const scaled = async (scaling: object, more = {}) =>
  (await built({ scaling, ...more })).inputs(kind.scaledObject).spec as Record<string, any>;

describe("services that KEDA scales", () => {
  it("TB-36, TB-37, TB-38, TB-35, TB-39: by CPU, memory and a Prometheus query, from 2 to 10", async () => {
    const query = 'sum(rate(http_requests_total{service="api"}[2m]))';
    const program = await built({
      scaling: { with: "keda", min: 2, max: 10, cpu: 70, memory: 80, queries: [{ query, perPod: 50 }] },
    });
    const { spec, metadata } = program.inputs(kind.scaledObject);
    expect([metadata.name, metadata.namespace]).to.deep.equal(["api", "production"]);
    expect(spec).to.deep.include({
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "api" },
      minReplicaCount: 2,
      maxReplicaCount: 10,
      fallback: { failureThreshold: 3, replicas: 2, behavior: "currentReplicasIfHigher" },
      triggers: [
        { type: "cpu", metricType: "Utilization", metadata: { value: "70" } },
        { type: "memory", metricType: "Utilization", metadata: { value: "80" } },
        {
          type: "prometheus",
          metadata: { serverAddress: "http://prometheus.monitoring.svc:9090", query, threshold: "50" },
        },
      ],
    });
  });

  it("TB-N2: KEDA stands instead of an HPA, and the Deployment says no number", async () => {
    const program = await built({ scaling: { with: "keda", min: 2, max: 10, memory: 80 } });
    expect(program.ofType(kind.autoscaler)).to.deep.equal([]);
    expect(program.inputs(kind.deployment).spec).not.to.have.property("replicas");
    const { triggers, fallback } = program.inputs(kind.scaledObject).spec;
    expect(triggers.map(({ type }: any) => type)).to.deep.equal(["cpu", "memory"]);
    expect(fallback, "KEDA refuses a fallback of CPU and memory alone").to.equal(undefined);
  });

  it("VC-50, MP-20, MP-32: by the messages of an SQS queue, from 2 to 50, and CPU only if it says so", async () => {
    const program = await built({ scaling: { min: 2, max: 50, queues: [{ queue: "video-jobs", perPod: 3 }] } });
    const { spec } = program.inputs(kind.scaledObject);
    expect(spec).to.deep.include({ minReplicaCount: 2, maxReplicaCount: 50 });
    expect(spec.triggers).to.deep.equal([
      {
        type: "aws-sqs-queue",
        metadata: {
          queueURL: "https://sqs.us-east-1.amazonaws.com/123456789012/video-jobs",
          queueLength: "3",
          awsRegion: "us-east-1",
        },
        authenticationRef: { name: "api-queues" },
      },
    ]);
    expect(program.inputs(kind.triggerAuthentication)).to.deep.include({
      spec: { podIdentity: { provider: "aws", identityOwner: "keda" } },
    });
    expect(program.inputs(kind.triggerAuthentication).metadata.name).to.equal("api-queues");
  });

  it("MP-20, MP-32, VC-50: what consumes queues follows them, five messages a pod, unless it says otherwise", async () => {
    const consumes = ["jobs", "mails"];
    const triggers = async (scaling: object) =>
      ((await scaled({ min: 2, max: 100, ...scaling }, { consumes })).triggers as any[]).map(
        ({ type, metadata }) => metadata.queueURL?.split("/").at(-1) + ":" + (metadata.queueLength ?? type),
      );
    expect(await triggers({})).to.deep.equal(["jobs:5", "mails:5"]);
    expect(await triggers({ queues: [{ queue: "jobs", perPod: 1 }] })).to.deep.equal(["jobs:1"]);
    const settled = (scaling: object, more = {}) => settingsOf({ scaling, consumes, ...more }).scaling;
    expect(settled({ queues: [] })).to.include({ with: "hpa", cpu: 70 });
    expect(settled({ with: "hpa" })).to.deep.include({ with: "hpa", cpu: 70, queues: [] });
    expect(settingsOf({ singleton: true, consumes }).scaling).to.deep.include({ min: 1, max: 1, queues: [] });
  });

  it("a queue by its URL is read in its own region and account", () => {
    const url = "https://sqs.eu-west-1.amazonaws.com/210987654321/orders.fifo";
    expect(queueUrl(url, account)).to.equal(url);
    expect(queueArn(url, account)).to.equal("arn:aws:sqs:eu-west-1:210987654321:orders.fifo");
    expect(queueArn("jobs", account)).to.equal("arn:aws:sqs:us-east-1:123456789012:jobs");
    expect(queueUrl("jobs", { ...account, region: "cn-north-1", partition: "aws-cn" })).to.equal(
      "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/jobs",
    );
  });

  it("VC-95: shrinks outside of the hours that have a floor of their own, and follows CPU in them", async () => {
    const schedules = [{ start: "0 7 * * 1-5", end: "0 19 * * 1-5", timezone: "Europe/Berlin", pods: 4 }];
    const { triggers, minReplicaCount } = await scaled({ min: 1, max: 8, schedules });
    expect(minReplicaCount).to.equal(1);
    expect(triggers).to.deep.equal([
      { type: "cpu", metricType: "Utilization", metadata: { value: "70" } },
      {
        type: "cron",
        metadata: { timezone: "Europe/Berlin", start: "0 7 * * 1-5", end: "0 19 * * 1-5", desiredReplicas: "4" },
      },
    ]);
  });

  it("VC-48, VC-49: at the speeds of an HPA", async () => {
    const { advanced } = await scaled({
      queues: [{ queue: "jobs" }],
      scaleUp: { pods: 1, periodSeconds: 30 },
      scaleDown: { pods: 1, periodSeconds: 300 },
    });
    const { behavior } = advanced.horizontalPodAutoscalerConfig;
    expect(behavior.scaleUp.policies).to.deep.equal([{ type: "Pods", value: 1, periodSeconds: 30 }]);
    expect(behavior.scaleDown.policies).to.deep.equal([{ type: "Pods", value: 1, periodSeconds: 300 }]);
  });

  it("KP-30, KP-N8, MP-36: a VPA recommends within bounds and changes nothing, beside any scaling", async () => {
    const bounds = { min: { cpu: "100m", memory: "128Mi" }, max: { cpu: "1", memory: "1Gi" } };
    for (const scaling of [{ cpu: 70, memory: 80 }, { queues: [{ queue: "jobs" }] }]) {
      const program = await built({ scaling, recommend: bounds });
      expect(program.inputs(kind.recommendation).spec).to.deep.equal({
        targetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "api" },
        updatePolicy: { updateMode: "Off" },
        resourcePolicy: {
          containerPolicies: [{ containerName: "api", minAllowed: bounds.min, maxAllowed: bounds.max }],
        },
      });
    }
  });

  it("each child has its transform", async () => {
    const mark = (args: any) => ({ ...args, metadata: { ...args.metadata, name: `${args.metadata.name}-x` } });
    const transform = { scaledObject: mark, triggerAuthentication: mark, recommendation: mark };
    const settings = settingsOf({ scaling: { queues: [{ queue: "jobs" }] }, recommend: {} });
    const program = await built(
      { scaling: { queues: [{ queue: "jobs" }] }, recommend: {} },
      { ...serviceArgs(settings), settings, transform },
    );
    for (const type of [kind.scaledObject, kind.triggerAuthentication, kind.recommendation]) {
      expect(program.inputs(type).metadata.name).to.match(/-x$/);
    }
  });
});
