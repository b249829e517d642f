package dev.ganglion.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import reactor.netty.http.client.HttpClient;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class RendezvousTest {
    private final List<Replica> replicas =
            IntStream.range(0, 4)
                    .mapToObj(
                            i ->
                                    new Replica(
                                            new InetSocketAddress(
                                                    InetAddress.getLoopbackAddress(), 8_000 + i),
                                            new UpstreamClients(
                                                    HttpClient.create(),
                                                    HttpClient.create(),
                                                    HttpClient.create())))
                    .toList();

    @Test
    void keysSpreadEvenly() {
        for (Replica replica : replicas) {
            long share = keys().filter(key -> choice(replicas, key).equals(replica)).count();

            assertThat(share).isBetween(2_200L, 2_800L);
        }
    }

    @Test
    void aReplicaThatLeavesMovesOnlyItsOwnKeys() {
        List<Replica> three = replicas.subList(0, 3);

        assertThat(
                        keys().filter(key -> !choice(replicas, key).equals(replicas.get(3)))
                                .filter(key -> !choice(replicas, key).equals(choice(three, key))))
                .isEmpty();
    }

    @Test
    void aReplicaThatIsDownComesLast() {
        replicas.get(2).markDown();

        assertThat(keys().map(key -> Rendezvous.order(replicas, Rendezvous.hash(key)).getLast()))
                .containsOnly(replicas.get(2));
    }

    private static Stream<String> keys() {
        return IntStream.range(0, 10_000).mapToObj(i -> "!room" + i + ":example.org");
    }

    private static Replica choice(List<Replica> replicas, String key) {
        return Rendezvous.order(replicas, Rendezvous.hash(key)).getFirst();
    }
}
