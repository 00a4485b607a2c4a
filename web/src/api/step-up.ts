import type { StepUpOffer } from '../../../api/contract/second-factor.ts';
import { ApiProblem } from './problem.ts';

/** Asks the person for a second factor; true when they gave one, false when they turned away. */
export type AskPerson = (offer: StepUpOffer) => Promise<boolean>;

let askPerson: AskPerson = () => Promise.resolve(false);

/** Says who asks people for their second factor; done once, by the dialog. */
export function setAskPerson(ask: AskPerson): void {
  askPerson = ask;
}

/** How a refusal can be lifted by a second factor; undefined when it is another refusal. */
export function offerOf(error: unknown, type: 'step-up-required' | 'second-factor-required'): StepUpOffer | undefined {
  return error instanceof ApiProblem && error.type === type ? error.stepUp : undefined;
}

/** Asks for the second factor that a refused request needs, so that it may be sent again; throws when it is refused for something else, or the person turned away. */
export async function confirm(problem: ApiProblem): Promise<void> {
  const offer = offerOf(problem, 'step-up-required');
  if (offer === undefined) throw problem;
  if (await askPerson(offer)) return;
  const { status, type, requestId } = problem;
  throw new ApiProblem({ status, type, requestId, title: 'Not confirmed', detail: offer.mustEnrol ? 'This needs a second factor, which you set up under My account. Nothing was changed.' : 'This needs your second factor. Nothing was changed.' });
}

/** Asks for a second factor outside of a request, e.g. before a link is followed. */
export function askForSecondFactor(offer: StepUpOffer): Promise<boolean> {
  return askPerson(offer);
}
