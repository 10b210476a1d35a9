/** What a kubeconfig is made of. */
export interface KubeconfigArgs {
  clusterName: string;
  region: string;
  /** Address of the API server, with `https://`. */
  endpoint: string;
  /** Certificate of the API server's authority, base64. */
  certificateAuthority: string;
  /** Role that is taken for the token; left out: whatever the caller's credentials are. */
  roleArn?: string;
}

/**
 * A kubeconfig that holds no credential: the token comes from `aws eks get-token` at each use, so the `aws` CLI must be
 * on the path. https://docs.aws.amazon.com/eks/latest/userguide/create-kubeconfig.html
 */
export function kubeconfig(args: KubeconfigArgs) {
  const { clusterName, region, endpoint, certificateAuthority, roleArn } = args;
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      { name: clusterName, cluster: { server: endpoint, "certificate-authority-data": certificateAuthority } },
    ],
    contexts: [{ name: clusterName, context: { cluster: clusterName, user: clusterName } }],
    "current-context": clusterName,
    users: [
      {
        name: clusterName,
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "aws",
            args: [
              ...["--region", region, "eks", "get-token", "--cluster-name", clusterName, "--output", "json"],
              ...(roleArn === undefined ? [] : ["--role-arn", roleArn]),
            ],
            interactiveMode: "Never",
          },
        },
      },
    ],
  };
}

/** The command by which a person gets a kubeconfig, with a role of their own that `access` of the stack lists. */
export function kubeconfigCommand(clusterName: string, region: string): string {
  return `aws eks update-kubeconfig --region ${region} --name ${clusterName}`;
}
