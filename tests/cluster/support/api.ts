import { Agent, request } from "node:https";

/** A Kubernetes object as plain data. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; [key: string]: any };
  [key: string]: any;
}

/** An answer of the API server. */
export interface Answer {
  status: number;
  body: any;
}

interface Resource {
  name: string;
  kind: string;
  namespaced: boolean;
}

/** The API server said no. The message names the object, the server's words and the YAML path that produced it. */
export class Refused extends Error {
  constructor(
    readonly object: KubeObject,
    readonly answer: Answer,
  ) {
    super(`${nameOf(object)}: ${answer.status} ${wordsOf(answer)}${pathOf(object)}`);
  }
}

/** `Deployment production/api`. */
export function nameOf({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.namespace === undefined ? "" : `${metadata.namespace}/`}${metadata.name}`;
}

/** ` (from services.api)`, or nothing for an object that no stack's YAML produced. */
export function pathOf({ metadata }: KubeObject): string {
  const path: unknown = metadata.annotations?.["platform/config-path"];
  return typeof path === "string" ? ` (from ${path})` : "";
}

function wordsOf({ body }: Answer): string {
  return typeof body?.message === "string" ? body.message : JSON.stringify(body);
}

/** A client of the API server: plain HTTPS, JSON in and out. */
export class Api {
  private readonly agent: Agent;
  private readonly discovered = new Map<string, Resource[]>();

  constructor(
    private readonly server: string,
    private readonly token: string,
    ca: string,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: 16, ca });
  }

  /** One request; an answer with an error status is an answer. */
  send(method: string, path: string, body?: unknown, type = "application/json"): Promise<Answer> {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${this.token}`,
      ...(payload === undefined ? {} : { "content-type": type, "content-length": Buffer.byteLength(payload) }),
    };
    return new Promise((resolve, reject) => {
      const call = request(this.server + path, { method, agent: this.agent, headers, timeout: 30_000 }, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(parts).toString("utf8");
          resolve({ status: response.statusCode ?? 0, body: parsed(text) });
        });
      });
      call.on("timeout", () => call.destroy(new Error(`${method} ${path}: no answer within 30 s`)));
      call.on("error", reject);
      call.end(payload);
    });
  }

  /**
   * Server-side apply as Pulumi does it: unknown fields are refused, and another manager's fields are not taken unless
   * the object says so (pulumi-kubernetes v4.34, provider/pkg/await/await.go, `patchForce`).
   *
   * @param keep "judged only" goes through all of it, but stores nothing.
   */
  async apply(object: KubeObject, keep: "stored" | "judged only" = "stored"): Promise<KubeObject> {
    const path = await this.pathTo(object);
    const force = object.metadata.annotations?.["pulumi.com/patchForce"] === "true" ? "&force=true" : "";
    const dryRun = keep === "stored" ? "" : "&dryRun=All";
    const query = `?fieldManager=platform&fieldValidation=Strict${force}${dryRun}`;
    return accepted(object, await this.send("PATCH", path + query, object, "application/apply-patch+yaml"));
  }

  async create(object: KubeObject): Promise<KubeObject> {
    const path = (await this.pathTo(object)).replace(/\/[^/]+$/, "");
    return accepted(object, await this.send("POST", `${path}?fieldValidation=Strict`, object));
  }

  /** Merges a part into an object, or into one of its subresources (`scale`, `status`). */
  async merge(object: KubeObject, part: unknown, subresource = ""): Promise<KubeObject> {
    const path = (await this.pathTo(object)) + (subresource && `/${subresource}`);
    return accepted(object, await this.send("PATCH", path, part, "application/merge-patch+json"));
  }

  async get(object: KubeObject): Promise<KubeObject> {
    return accepted(object, await this.send("GET", await this.pathTo(object)));
  }

  /** Deletes at once; one that is gone is fine. */
  async delete(object: KubeObject): Promise<void> {
    const options = { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy: "Background" };
    const answer = await this.send("DELETE", await this.pathTo(object), options);
    if (answer.status !== 404) accepted(object, answer);
  }

  /** Asks for an eviction; false is a PodDisruptionBudget's "not now". */
  async evict(pod: KubeObject): Promise<boolean> {
    const { name, namespace } = pod.metadata;
    const eviction = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace } };
    const answer = await this.send("POST", `${await this.pathTo(pod)}/eviction`, eviction);
    if (answer.status === 429) return false;
    if (answer.status !== 404) accepted(pod, answer);
    return true;
  }

  /** Every object of a kind, of all namespaces or of one. */
  async list(
    apiVersion: string,
    kind: string,
    where: { namespace?: string; labels?: string } = {},
  ): Promise<KubeObject[]> {
    const metadata = { name: "", ...(where.namespace === undefined ? {} : { namespace: where.namespace }) };
    const path = (await this.pathTo({ apiVersion, kind, metadata }, true)).replace(/\/$/, "");
    const query = where.labels === undefined ? "" : `?labelSelector=${encodeURIComponent(where.labels)}`;
    const answer = await this.send("GET", path + query);
    if (answer.status !== 200) throw new Error(`${kind}: ${answer.status} ${wordsOf(answer)}`);
    return (answer.body.items as KubeObject[]).map((item) => ({ ...item, apiVersion, kind }));
  }

  /** Whether the server has the kind now. */
  async knows({ apiVersion, kind }: Pick<KubeObject, "apiVersion" | "kind">): Promise<boolean> {
    return (await this.resourceOf(apiVersion, kind)) !== undefined;
  }

  /** Whether objects of the kind live in namespaces. */
  async namespaced({ apiVersion, kind }: Pick<KubeObject, "apiVersion" | "kind">): Promise<boolean> {
    return (await this.resourceOf(apiVersion, kind))?.namespaced === true;
  }

  close(): void {
    this.agent.destroy();
  }

  private async pathTo(object: KubeObject, all = false): Promise<string> {
    const { apiVersion, kind, metadata } = object;
    const resource = await this.resourceOf(apiVersion, kind);
    if (!resource)
      throw new Refused(object, { status: 404, body: { message: `there is no kind ${kind} in ${apiVersion}` } });
    const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const namespace = metadata.namespace ?? (all ? undefined : "default");
    const scope = resource.namespaced && namespace !== undefined ? `/namespaces/${namespace}` : "";
    return `${root}${scope}/${resource.name}/${encodeURIComponent(metadata.name)}`;
  }

  private async resourceOf(apiVersion: string, kind: string): Promise<Resource | undefined> {
    const find = () => this.discovered.get(apiVersion)?.find((resource) => resource.kind === kind);
    if (find()) return find();
    const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const { status, body } = await this.send("GET", root);
    const resources = status === 200 ? (body.resources as Resource[]) : [];
    this.discovered.set(
      apiVersion,
      resources.filter(({ name }) => !name.includes("/")),
    );
    return find();
  }
}

function accepted(object: KubeObject, answer: Answer): KubeObject {
  if (answer.status >= 400) throw new Refused(object, answer);
  return answer.body as KubeObject;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
