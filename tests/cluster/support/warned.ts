import { readFileSync } from "node:fs";
import { request } from "node:https";
import type { ControlPlane, User } from "./control-plane";

/** What the API server would do with an object, and what it says about it on the side. */
export interface Verdict {
  status: number;
  message: string;
  warnings: string[];
}

/** A client that tries objects out, as one of the users: nothing is kept, and the server's warnings come along. */
export function dryRunner(plane: ControlPlane, user: User) {
  const config = JSON.parse(readFileSync(plane.kubeconfig(user), "utf8")) as {
    clusters: { cluster: { server: string; "certificate-authority": string } }[];
    users: { user: { token: string } }[];
  };
  const { server = "", "certificate-authority": authority = "" } = config.clusters[0]?.cluster ?? {};
  const ca = readFileSync(authority, "utf8");
  const token = config.users[0]?.user.token ?? "";
  return (collection: string, object: unknown): Promise<Verdict> =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify(object);
      const headers = {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
      };
      const call = request(`${server}${collection}?dryRun=All`, { method: "POST", ca, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("error", reject);
        response.on("end", () => {
          const answer = JSON.parse(Buffer.concat(parts).toString("utf8")) as { message?: string };
          const { statusCode = 0, headersDistinct } = response;
          resolve({ status: statusCode, message: answer.message ?? "", warnings: headersDistinct["warning"] ?? [] });
        });
      });
      call.on("error", reject);
      call.end(body);
    });
}
