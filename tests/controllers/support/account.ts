import type { ControlPlane } from "../../cluster/support/control-plane";

/**
 * Path of a kubeconfig with which a program is its service account, with the rights of that account and no others.
 *
 * @param account must be there: a token is asked for it, as the kubelet does for a pod.
 */
export async function accountConfig(
  { api, kubeconfigWith }: ControlPlane,
  { namespace, name }: { namespace: string; name: string },
): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
  const request = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { expirationSeconds: 7200 } };
  const { status, body } = await api.send("POST", path, request);
  if (status !== 201) throw new Error(`no token for the service account ${namespace}/${name}: ${JSON.stringify(body)}`);
  return kubeconfigWith(`${namespace}-${name}`, (body as { status: { token: string } }).status.token);
}
