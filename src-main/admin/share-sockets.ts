const most = { inAll: 64, ofToken: 16, ofAddress: 48 } as const;

export interface SocketShares {
  /** The status that one more is refused with; null where there is room for it. */
  refuse(token: string, address: string): 429 | 503 | null;
  /** Counts one; the function that is given back lets go. */
  hold(token: string, address: string): () => void;
}

/** Bounds the sockets that are open: nobody has so many that others do not get in. */
export function createSocketShares(): SocketShares {
  const ofToken = new Map<string, number>();
  const ofAddress = new Map<string, number>();
  let inAll = 0;
  return {
    refuse(token, address) {
      if ((ofToken.get(token) ?? 0) >= most.ofToken) return 429;
      if ((ofAddress.get(address) ?? 0) >= most.ofAddress) return 429;
      return inAll >= most.inAll ? 503 : null;
    },
    hold(token, address) {
      const change = (by: 1 | -1) => {
        add(ofToken, token, by);
        add(ofAddress, address, by);
        inAll += by;
      };
      change(1);
      return () => change(-1);
    },
  };
}

function add(counts: Map<string, number>, of: string, by: number): void {
  const count = (counts.get(of) ?? 0) + by;
  if (count === 0) counts.delete(of);
  else counts.set(of, count);
}
