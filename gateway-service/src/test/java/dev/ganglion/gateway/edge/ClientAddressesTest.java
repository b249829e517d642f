package dev.ganglion.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.util.unit.DataSize;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

class ClientAddressesTest {
    private final ClientAddresses addresses =
            new ClientAddresses(
                    new EdgeSettings(
                            List.of("10.0.0.0/8", "fd00::1"),
                            DataSize.ofMegabytes(1),
                            DataSize.ofMegabytes(1),
                            false));

    @ParameterizedTest
    @DisplayName("D08: X-Forwarded-For is believed from trusted proxies only")
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.7 | 198.51.100.1            | 203.0.113.7",
                "10.1.2.3    | 198.51.100.1            | 198.51.100.1",
                "10.1.2.3    | 1.1.1.1, 198.51.100.1   | 198.51.100.1",
                "10.1.2.3    | 198.51.100.1, 10.9.9.9  | 198.51.100.1",
                "10.1.2.3    | 1.1.1.1, nonsense       | 10.1.2.3",
                "10.1.2.3    | 1.1.1.1, localhost      | 10.1.2.3",
                "10.1.2.3    | ''                      | 10.1.2.3",
                "10.1.2.3    | 10.4.4.4                | 10.4.4.4",
                "fd00::1     | 2001:db8::1             | 2001:db8:0:0:0:0:0:1",
                "fd00::2     | 2001:db8::1             | fd00:0:0:0:0:0:0:2",
            })
    void d08_forwardedAddressesAreBelievedFromTrustedProxiesOnly(
            String socket, String forwarded, String expected) {
        var request =
                MockServerHttpRequest.get("/")
                        .remoteAddress(new InetSocketAddress(InetAddress.ofLiteral(socket), 1))
                        .header("X-Forwarded-For", forwarded)
                        .build();

        assertThat(addresses.of(request).getHostAddress()).isEqualTo(expected);
    }
}
