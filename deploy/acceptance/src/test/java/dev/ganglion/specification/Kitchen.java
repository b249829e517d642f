package dev.ganglion.specification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small specification, laid out as the real one is. */
final class Kitchen {
    private static final String KETTLES =
            """
            openapi: 3.1.0
            servers:
              - url: "{basePath}"
                variables:
                  basePath:
                    default: /kitchen/v1
            paths:
              "/kettles/{kettleId} ":
                get:
                  operationId: getKettle
                  responses:
                    "200":
                      content:
                        application/json:
                          schema:
                            $ref: definitions/kettle.yaml
                    "304":
                      description: Nothing new.
                    "401":
                      content:
                        application/json:
                          schema:
                            required: [flows]
                    "429":
                      content:
                        application/json:
                          schema:
                            allOf:
                              - $ref: definitions/errors/error.yaml
                              - required: [retry_after_ms]
              "/kettles/all":
                get:
                  operationId: getKettles
                  responses:
                    "200":
                      content:
                        application/json:
                          schema:
                            type: object
                            properties:
                              next:
                                $ref: '#/components/schemas/token'
                            additionalProperties:
                              $ref: definitions/kettle.yaml
              "/kettles/{kettleId}/state/{eventType}/{stateKey}":
                put:
                  operationId: setState
                  responses:
                    "200":
                      content:
                        application/json:
                          schema:
                            type: object
                            required: [event_id]
            components:
              schemas:
                token:
                  type: string
            """;

    /** The same path as another, with a status more. */
    private static final String LIDS =
            """
            openapi: 3.1.0
            servers:
              - variables:
                  basePath:
                    default: /kitchen/v1
            paths:
              "/kettles/{kettleId}":
                get:
                  operationId: getLid
                  responses:
                    "202":
                      content:
                        application/json:
                          schema:
                            type: object
                            required: [lid]
            """;

    private static final String KETTLE =
            """
            type: object
            properties:
              owner:
                type: string
                format: mx-user-id
              litres:
                type: integer
              inside:
                $ref: kettle.yaml
              colour:
                oneOf:
                  - const: red
                  - type: "null"
            allOf:
              - $ref: ../../../schemas/thing.yaml
            """;

    private static final String THING =
            """
            $schema: https://json-schema.org/draft/2020-12/schema
            required: [owner]
            """;

    private static final String ERROR =
            """
            type: object
            properties:
              errcode:
                type: string
            required: ["errcode"]
            """;

    private Kitchen() {}

    static Specification in(Path folder) {
        write(folder.resolve("data/api/client-server/kettles.yaml"), KETTLES);
        write(folder.resolve("data/api/client-server/lids.yaml"), LIDS);
        write(folder.resolve("data/api/client-server/definitions/kettle.yaml"), KETTLE);
        write(folder.resolve("data/api/client-server/definitions/errors/error.yaml"), ERROR);
        write(folder.resolve("data/schemas/thing.yaml"), THING);
        return Specification.read(folder);
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
