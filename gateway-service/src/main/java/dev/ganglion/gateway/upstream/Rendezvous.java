package dev.ganglion.gateway.upstream;

import java.util.Comparator;
import java.util.List;

/**
 * Highest-random-weight hashing: every gateway sends a key to the same replica, and a replica that
 * comes or goes moves only its own share of the keys.
 */
final class Rendezvous {
    private Rendezvous() {}

    /** The replicas in the order in which this key prefers them, those that are down last. */
    static List<Replica> order(List<Replica> replicas, long key) {
        if (replicas.size() < 2) {
            return replicas;
        }
        return replicas.stream()
                .sorted(
                        Comparator.comparing(Replica::isDown)
                                .thenComparing(
                                        replica -> weight(replica, key), Comparator.reverseOrder()))
                .toList();
    }

    static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return mix(hash);
    }

    private static long weight(Replica replica, long key) {
        return mix(key ^ replica.seed());
    }

    /** Spreads the bits (the finalizer of MurmurHash3). */
    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
