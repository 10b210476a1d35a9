/** What each proxy of a gateway asks for: a trial figure for some thousand requests a second; the autoscaler goes by it. */
export const proxyRequests = { cpu: "250m", memory: "256Mi" };
