package dev.ganglion.auth.login;

import dev.ganglion.auth.appservice.CallingApplicationService;
import dev.ganglion.auth.logintoken.LoginTokens;
import dev.ganglion.auth.password.Passwords;
import dev.ganglion.protocol.json.JsonObject;

import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ways to log in here, in the order in which clients should offer them. */
@Component
class LoginFlowList {
    private final Passwords passwords;
    private final List<LoginFlow> others;
    private final LoginTokens loginTokens;
    private final CallingApplicationService applicationService;

    LoginFlowList(
            Passwords passwords,
            List<LoginFlow> others,
            LoginTokens loginTokens,
            CallingApplicationService applicationService) {
        this.passwords = passwords;
        this.others = others;
        this.loginTokens = loginTokens;
        this.applicationService = applicationService;
    }

    /** Single sign-on ends with a login token, so that it is offered wherever that is. */
    List<JsonObject> list() {
        List<JsonObject> flows = new ArrayList<>();
        if (passwords.areInUse()) {
            flows.add(JsonObject.of("type", Passwords.STAGE));
        }
        List<JsonObject> further =
                others.stream().map(LoginFlow::flow).flatMap(Optional::stream).toList();
        flows.addAll(further);
        if (loginTokens.areMadeByDevices()) {
            flows.add(
                    JsonObject.builder()
                            .put("type", LoginTokens.LOGIN_TYPE)
                            .put("get_login_token", true)
                            .build());
        } else if (!further.isEmpty()) {
            flows.add(JsonObject.of("type", LoginTokens.LOGIN_TYPE));
        }
        if (applicationService.isPossible()) {
            flows.add(JsonObject.of("type", CallingApplicationService.LOGIN_TYPE));
        }
        return flows;
    }
}
