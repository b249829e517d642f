package dev.ganglion.auth.lockout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "2001:db8:1:2::1, 20010db800010002",
        "2001:db8:1:2:ffff:ffff:ffff:ffff, 20010db800010002",
        "2001:db8:1:3::1, 20010db800010003",
        "unknown, unknown"
    })
    void anIpv6AddressCountsWithItsWholeNetwork(String address, String network) {
        assertThat(ClientAddress.valueOf(address).network()).isEqualTo(network);
    }
}
