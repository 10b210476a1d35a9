import { expect } from "chai";
import { policyDocument } from "../../../components/identity/policy-document";
import { deadLetterRef, queueGrant, queueRef } from "../../../components/queues/queue-plan";
import { Queues, type QueuesArgs } from "../../../components/queues/queues";
import { queuesSettings } from "../../../components/queues/settings";
import { platformContext } from "../../support/builders";
import { defects, isAllowed } from "../../support/iam";
import { recorded } from "../../support/record";

const kind = {
  queue: "aws:sqs/queue:Queue",
  policy: "aws:sqs/queuePolicy:QueuePolicy",
  alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
};
const settingsOf = (given: Record<string, unknown> = {}) => {
  const { jobs } = queuesSettings().parse({ jobs: given });
  if (!jobs) throw new Error("no queue");
  return jobs;
};
const built = (given: Record<string, unknown> = {}, deviation: Partial<QueuesArgs> = {}) =>
  recorded(
    () => new Queues("queues", { context: platformContext(), settings: { jobs: settingsOf(given) }, ...deviation }),
  );
const arn = "arn:aws:sqs:us-east-1:123456789012:acme-jobs";

describe("queues", () => {
  it("MP-20, VC-50: a queue, encrypted, whose messages go to a dead-letter queue after five tries", async () => {
    const run = await built();
    expect(run.inputs(kind.queue, "queues-jobs")).to.deep.equal({
      name: "acme-jobs",
      sqsManagedSseEnabled: true,
      visibilityTimeoutSeconds: 120,
      messageRetentionSeconds: 345_600,
      receiveWaitTimeSeconds: 20,
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: `${arn}-dead-letters`, maxReceiveCount: 5 }),
    });
    expect(run.inputs(kind.queue, "queues-jobs-dead-letters")).to.deep.equal({
      name: "acme-jobs-dead-letters",
      sqsManagedSseEnabled: true,
      messageRetentionSeconds: 1_209_600,
      redriveAllowPolicy: JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns: [arn] }),
    });
  });

  it("both refuse whoever comes without TLS", async () => {
    const run = await built();
    const statements = run.ofType(kind.policy).map(({ inputs }) => JSON.parse((inputs as any).policy).Statement[0]);
    expect(statements.map(({ Effect, Resource, Condition }) => [Effect, Resource, Condition])).to.deep.equal(
      [`${arn}-dead-letters`, arn].map((on) => ["Deny", on, { Bool: { "aws:SecureTransport": "false" } }]),
    );
  });

  it("alarms on age above 15 minutes, depth above 1000, and any dead letter", async () => {
    const run = await built({ alarms: { topicArns: ["arn:aws:sns:us-east-1:123456789012:ops"] } });
    const alarms = run.ofType(kind.alarm).map(({ inputs }) => inputs as Record<string, any>);
    expect(
      alarms.map(({ metricName, threshold, dimensions }) => [metricName, threshold, dimensions.QueueName]),
    ).to.deep.equal([
      ["ApproximateAgeOfOldestMessage", 900, "acme-jobs"],
      ["ApproximateNumberOfMessagesVisible", 1000, "acme-jobs"],
      ["ApproximateNumberOfMessagesVisible", 0, "acme-jobs-dead-letters"],
    ]);
    for (const { alarmActions } of alarms)
      expect(alarmActions).to.deep.equal(["arn:aws:sns:us-east-1:123456789012:ops"]);
  });

  it("a key of the stack encrypts both, and whoever uses the queue may use it", async () => {
    const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/0a1b";
    const run = await built({ kmsKeyArn });
    expect(run.ofType(kind.queue).map(({ inputs }) => (inputs as any).kmsMasterKeyId)).to.deep.equal([
      kmsKeyArn,
      kmsKeyArn,
    ]);
    const grant = queueGrant(platformContext(), "jobs", settingsOf({ kmsKeyArn }), "produces");
    expect(grant.statements[1]).to.deep.include({ Action: ["kms:Decrypt", "kms:GenerateDataKey"] });
  });

  it("a fifo queue has a fifo dead-letter queue", () => {
    const settings = settingsOf({ fifo: true });
    expect(queueRef(platformContext(), "jobs", settings)).to.deep.equal({
      name: "acme-jobs.fifo",
      arn: `${arn}.fifo`,
      url: "https://sqs.us-east-1.amazonaws.com/123456789012/acme-jobs.fifo",
      region: "us-east-1",
    });
    expect(deadLetterRef(platformContext(), "jobs", settings).name).to.equal("acme-jobs-dead-letters.fifo");
  });

  it("MP-56: a consumer may receive and delete, a producer may send, neither may do more, without keys", async () => {
    for (const [use, may, mayNot] of [
      ["consumes", ["ReceiveMessage", "DeleteMessage"], ["SendMessage", "PurgeQueue"]],
      ["produces", ["SendMessage"], ["ReceiveMessage", "DeleteMessage", "PurgeQueue"]],
    ] as const) {
      const { env, statements, callsAws } = queueGrant(platformContext(), "jobs", settingsOf(), use);
      const policy = policyDocument(...statements);
      expect(await defects(policy)).to.deep.equal([]);
      for (const action of may) expect(await isAllowed(policy, { action: `sqs:${action}`, on: arn })).to.equal(true);
      for (const action of mayNot)
        expect(await isAllowed(policy, { action: `sqs:${action}`, on: arn })).to.equal(false);
      expect(await isAllowed(policy, { action: `sqs:${may[0]}`, on: `${arn}2` })).to.equal(false);
      expect(env).to.deep.equal({ JOBS_QUEUE_URL: "https://sqs.us-east-1.amazonaws.com/123456789012/acme-jobs" });
      expect(callsAws).to.equal(true);
    }
  });

  it("a name that a dead-letter queue has is refused", () => {
    const [issue] = queuesSettings().safeParse({ "jobs-dead-letters": {} }).error?.issues ?? [];
    expect(issue?.path).to.deep.equal(["jobs-dead-letters"]);
  });

  it("transform reaches every child", async () => {
    const marked = (args: any) => ({ ...args, region: "eu-west-1" });
    const transform = { queue: marked, deadLetters: marked, policy: marked, alarm: marked };
    const run = await built({}, { transform });
    expect(run.resources.filter(({ inputs }) => (inputs as any).region === "eu-west-1")).to.have.length(7);
  });
});
