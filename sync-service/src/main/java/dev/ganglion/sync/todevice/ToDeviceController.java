package dev.ganglion.sync.todevice;

import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.EmptyResponse;
import dev.ganglion.service.web.RawJson;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/** Client-server API, "Send-to-Device messaging". */
@RestController
class ToDeviceController {
    private final ToDevice toDevice;
    private final MessageReader reader;

    ToDeviceController(ToDevice toDevice, MessageReader reader) {
        this.toDevice = toDevice;
        this.reader = reader;
    }

    @PutMapping("/_matrix/client/v3/sendToDevice/{eventType}/{txnId}")
    Mono<EmptyResponse> send(
            Requester requester,
            @PathVariable String eventType,
            @PathVariable String txnId,
            @RequestBody RawJson body) {
        SendTransaction transaction = SendTransaction.of(requester, eventType, txnId);
        return toDevice.send(new SendRequest(transaction, reader.read(body)))
                .thenReturn(EmptyResponse.INSTANCE);
    }
}
