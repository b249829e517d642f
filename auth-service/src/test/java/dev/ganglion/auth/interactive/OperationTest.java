package dev.ganglion.auth.interactive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class OperationTest {
    private static final ClientAddress HERE = new ClientAddress("192.0.2.1");

    private static Operation operation(String endpoint, String user, String device) {
        return new Operation(
                endpoint,
                Optional.of(UserId.parse(user)),
                Optional.empty(),
                Optional.of(DeviceId.parse(device)),
                HERE);
    }

    @Test
    void a05EveryPartOfAnOperationIsBound() {
        Operation one = operation("POST /x", "@a:s", "D");
        List<Operation> others =
                List.of(
                        operation("PUT /x", "@a:s", "D"),
                        operation("POST /x/", "@a:s", "D"),
                        operation("POST /x", "@b:s", "D"),
                        operation("POST /x", "@a:s", "d"),
                        operation("POST /x", "@a:s", "- D"),
                        one.to(""),
                        one.to("what"),
                        one.to("What"));

        assertThat(others).extracting(Operation::binding).doesNotHaveDuplicates();
        assertThat(others).extracting(Operation::binding).doesNotContain(one.binding());
    }

    @Test
    void whatIsBoundIsReadAgain() {
        for (Operation operation :
                List.of(
                        operation("POST /x", "@a:s", "a  device with spaces "),
                        operation("POST /x", "@a:s", "D").to("something with spaces"),
                        new Operation(
                                "POST /register",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                HERE))) {
            assertThat(Operation.parse(operation.binding(), HERE)).isEqualTo(operation);
        }
    }
}
