package dev.ganglion.auth.crosssigning;

import static dev.ganglion.service.database.Rows.text;

import dev.ganglion.auth.devicelist.UserSignature;
import dev.ganglion.protocol.identifier.UserId;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The signatures that came after the keys they are on. */
@Repository
public class KeySignatureRepository {
    private final DatabaseClient database;

    KeySignatureRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * On keys of these users: their own signatures, which everybody sees, and those that the reader
     * made, which nobody else sees. Relies on key_signature_once.
     */
    public Mono<List<KeySignature>> visibleTo(UserId reader, Collection<UserId> users) {
        return database.sql(
                        """
                        select s.target_user_id, s.target_device_id, s.target_public_key,
                               s.signer_user_id, s.signer_device_id, s.signer_public_key, s.signature
                        from unnest(:users) as n(user_id)
                        join auth.key_signature s
                          on s.target_user_id = n.user_id
                         and s.signer_user_id = any(array[n.user_id, :reader])
                        """)
                .bind("users", users.stream().map(UserId::value).toArray(String[]::new))
                .bind("reader", reader.value())
                .map(KeySignatureRepository::read)
                .all()
                .collectList();
    }

    /**
     * Keeps those whose keys are both still there; answers who has newly signed whose. Belongs into
     * a transaction of device lists, and each signature stands in the list once. Relies on the
     * primary key of device_key and the unique one of cross_signing_key.
     */
    public Mono<Set<UserSignature>> store(List<KeySignature> signatures) {
        return database.sql(
                        """
                        insert into auth.key_signature
                            (target_user_id, target_device_id, target_public_key,
                             signer_user_id, signer_device_id, signer_public_key, signature)
                        select n.target_user, td.device_id, tk.public_key, n.signer_user, sd.device_id, sk.public_key, n.signature
                        from unnest(:targetUsers, :targetIsDevice, :targets, :signerUsers, :signerIsDevice, :signers, :signatures)
                             as n(target_user, target_is_device, target, signer_user, signer_is_device, signer, signature)
                        left join auth.device_key td
                          on n.target_is_device and td.user_id = n.target_user and td.device_id = n.target
                        left join auth.cross_signing_key tk
                          on not n.target_is_device and tk.user_id = n.target_user and tk.public_key = n.target
                        left join auth.device_key sd
                          on n.signer_is_device and sd.user_id = n.signer_user and sd.device_id = n.signer
                        left join auth.cross_signing_key sk
                          on not n.signer_is_device and sk.user_id = n.signer_user and sk.public_key = n.signer
                        where num_nonnulls(td.device_id, tk.public_key) = 1
                          and num_nonnulls(sd.device_id, sk.public_key) = 1
                        on conflict (target_user_id, signer_user_id, target_device_id, target_public_key, signer_device_id, signer_public_key)
                        do update set signature = excluded.signature
                        where key_signature.signature <> excluded.signature
                        returning target_user_id, signer_user_id
                        """)
                .bind("targetUsers", texts(signatures, s -> s.target().userId().value()))
                .bind("targetIsDevice", flags(signatures, s -> s.target().isDevice()))
                .bind("targets", texts(signatures, s -> s.target().identifier()))
                .bind("signerUsers", texts(signatures, s -> s.signer().userId().value()))
                .bind("signerIsDevice", flags(signatures, s -> s.signer().isDevice()))
                .bind("signers", texts(signatures, s -> s.signer().identifier()))
                .bind("signatures", texts(signatures, KeySignature::signature))
                .map(KeySignatureRepository::readUsers)
                .all()
                .collect(Collectors.toSet());
    }

    private static UserSignature readUsers(Readable row) {
        return new UserSignature(
                UserId.parse(text(row, "signer_user_id")),
                UserId.parse(text(row, "target_user_id")));
    }

    private static KeySignature read(Readable row) {
        return new KeySignature(
                reference(row, "target"), reference(row, "signer"), text(row, "signature"));
    }

    private static KeyReference reference(Readable row, String role) {
        UserId user = UserId.parse(text(row, role + "_user_id"));
        String device = row.get(role + "_device_id", String.class);
        return device == null
                ? new KeyReference(user, false, text(row, role + "_public_key"))
                : new KeyReference(user, true, device);
    }

    private static String[] texts(
            List<KeySignature> signatures, Function<KeySignature, String> read) {
        return signatures.stream().map(read).toArray(String[]::new);
    }

    private static Boolean[] flags(
            List<KeySignature> signatures, Function<KeySignature, Boolean> read) {
        return signatures.stream().map(read).toArray(Boolean[]::new);
    }
}
