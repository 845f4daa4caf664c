package dev.aftertalk.intake;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcRegistrations;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Looks for no controller at the webhook's address, where its route answers. Spring asks the controllers first, and one after the other, twice
 * for each event: so an event would cost more with each address of the API.
 */
@Component
class ControllersElsewhere implements WebMvcRegistrations {

    @Override
    public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
        return new RequestMappingHandlerMapping() {
            @Override
            protected HandlerMethod getHandlerInternal(HttpServletRequest request) throws Exception {
                return WebhookFilter.PATH.equals(request.getServletPath()) ? null : super.getHandlerInternal(request);
            }
        };
    }
}
